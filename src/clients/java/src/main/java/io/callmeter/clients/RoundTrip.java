package io.callmeter.clients;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import io.callmeter.client.ApiClient;
import io.callmeter.client.ApiException;
import io.callmeter.client.api.CallsApi;
import io.callmeter.client.api.KpisApi;
import io.callmeter.client.api.PrivacyApi;
import io.callmeter.client.model.Call;
import io.callmeter.client.model.CallEffect;
import io.callmeter.client.model.CallInput;
import io.callmeter.client.model.CrmFields;
import io.callmeter.client.model.Dimension;
import io.callmeter.client.model.Direction;
import io.callmeter.client.model.KpiValue;
import io.callmeter.client.model.LegInput;
import io.callmeter.client.model.LegOutcome;
import io.callmeter.client.model.MetricId;
import io.callmeter.client.model.PostCallsRequest;
import io.callmeter.client.model.WantedErasure;

/**
 * Sends a call, asks for KPIs, corrects the call, erases its caller and deletes it, as a client generated from the
 * published description does.
 */
public final class RoundTrip {

	private static final String CALL_ID = "java-1";

	private static final String NUMBER = "+442079460124";

	private RoundTrip() {
	}

	/** @param arguments the address of the service, and an administrator's key */
	public static void main(String[] arguments) throws ApiException {
		ApiClient client = new ApiClient().setBasePath(arguments[0]);
		client.setBearerToken(arguments[1]);
		CallsApi calls = new CallsApi(client);

		require(1L, calls.postCalls(new PostCallsRequest(call())).getCreated());
		require(0L, calls.postCalls(new PostCallsRequest(List.of(call()))).getCreated());

		Map<String, KpiValue> total = new KpisApi(client)
			.queryKpis(List.of(MetricId.ANSWERED, MetricId.AVERAGE_SPEED_OF_ANSWER))
			.from("2026-11-02")
			.to("2026-11-03")
			.groupBy(List.of(Dimension.QUEUE))
			.queue(List.of("java"))
			.execute()
			.getTotal()
			.getMetrics();
		require(BigDecimal.ONE, total.get("answered").getValue());
		require(BigDecimal.TEN, total.get("averageSpeedOfAnswer").getValue());

		require(CallEffect.UPDATED, calls.patchCall(CALL_ID, new CrmFields().disposition("SALE").converted(true)).getEffect());
		Call read = calls.getCall(CALL_ID);
		require("SALE", read.getDisposition());
		require(LegOutcome.ANSWERED, read.getLegs().get(0).getOutcome());

		require(1, new PrivacyApi(client).eraseSubject(new WantedErasure().number(NUMBER)).getCallsErased());
		calls.deleteCall(CALL_ID);
		try {
			calls.getCall(CALL_ID);
			throw new AssertionError("the call is still there");
		}
		catch (ApiException gone) {
			require(404, gone.getCode());
		}
		System.out.println("clients: Java sent, asked, corrected, erased and deleted");
	}

	private static CallInput call() {
		OffsetDateTime start = OffsetDateTime.parse("2026-11-02T10:00:00Z");
		return new CallInput().callId(CALL_ID)
			.direction(Direction.INBOUND)
			.startedAt(start)
			.endedAt(start.plusMinutes(3))
			.from(NUMBER)
			.to("+442079460800")
			.legs(List.of(new LegInput().legId("1")
				.queue("java")
				.agent("alice.adams")
				.queuedAt(start.plusSeconds(5))
				.answeredAt(start.plusSeconds(15))
				.endedAt(start.plusMinutes(3))
				.outcome(LegOutcome.ANSWERED)));
	}

	private static void require(Object expected, Object actual) {
		if (!expected.equals(actual)) {
			throw new AssertionError("expected " + expected + ", not " + actual);
		}
	}

}
