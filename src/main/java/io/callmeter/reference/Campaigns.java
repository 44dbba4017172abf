package io.callmeter.reference;

interface Campaigns extends CodedRows<Campaign> {

}
