package io.callmeter.reference;

interface Queues extends NamedThings<Queue> {

}
