package io.callmeter.reference;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// Somebody who talks to customers.
@Entity
@Table(name = "agent")
class Agent extends Named {

}
