package io.callmeter.reference;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// A queue that callers wait in.
@Entity
@Table(name = "queue")
class Queue extends Named {

}
