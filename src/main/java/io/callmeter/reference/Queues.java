package io.callmeter.reference;

interface Queues extends CodedRows<Queue> {

}
