package io.callmeter.reference;

interface DayCalendars extends CodedRows<DayCalendar> {

}
