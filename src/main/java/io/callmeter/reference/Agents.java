package io.callmeter.reference;

interface Agents extends CodedRows<Agent> {

}
