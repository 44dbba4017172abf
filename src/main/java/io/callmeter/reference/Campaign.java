package io.callmeter.reference;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// What calls are made or taken for.
@Entity
@Table(name = "campaign")
class Campaign extends Named {

}
