package io.callmeter.reference;

import java.time.Instant;
import java.util.List;

import io.callmeter.call.InvalidCall;
import io.callmeter.call.PhoneNumber;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.http.Fields;
import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/v1/numbers", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Numbers", description = "Manage numbers of the contact centre and their campaigns and queues.")
class NumberController extends ReferenceController<CentreNumber, NumberEntry> {

	private final Codes codes;

	private final PhoneNumbers numbers;

	NumberController(CentreNumbers rows, Edits edits, Codes codes, PhoneNumbers numbers) {
		super(Kind.NUMBER, rows, edits);
		this.codes = codes;
		this.numbers = numbers;
	}

	/// As calls store it.
	@Override
	String stored(String number) {
		if (PhoneNumber.isMasked(number)) {
			throw RequestProblem.invalid("number", number, "Invalid number: it is masked. Send the number itself.");
		}
		try {
			String stored = this.numbers.of("number", Fields.text("number", number, Words.LONGEST_CODE)).normalised();
			if (!stored.equals(PhoneNumber.WITHHELD)) {
				return stored;
			}
		}
		catch (InvalidCall ex) {
			throw RequestProblem.invalid("number", number, ex.message(true));
		}
		throw RequestProblem.invalid("number", number, "Invalid number '" + number
				+ "': it stands for a withheld number. Send a number of the contact centre.");
	}

	@Override
	CentreNumber make() {
		return new CentreNumber();
	}

	@Override
	void fill(Tenant tenant, CentreNumber row, String number, NumberEntry entry) {
		this.codes.name(tenant.id(), entry.assignments().stream().map(NumberEntry.Assignment::queue),
				entry.assignments().stream().map(NumberEntry.Assignment::campaign));
		row.set(entry);
	}

	@Override
	List<NumberEntry> shown(Tenant tenant, List<CentreNumber> rows) {
		return rows.stream().map(CentreNumber::entry).toList();
	}

	@Override
	public NumberEntry example() {
		return new NumberEntry("+442079460101", "Winter offer, print", true, List
			.of(new NumberEntry.Assignment("winter-offer", "sales", Instant.parse("2026-11-01T00:00:00Z"), null)));
	}

}
