package io.callmeter.reference;

interface Campaigns extends NamedThings<Campaign> {

}
