package io.callmeter.reference;

interface CentreNumbers extends CodedRows<CentreNumber> {

}
