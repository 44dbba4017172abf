package io.callmeter.reference;

interface Targets extends CodedRows<Target> {

}
