package io.callmeter.reference;

interface Agents extends NamedThings<Agent> {

}
