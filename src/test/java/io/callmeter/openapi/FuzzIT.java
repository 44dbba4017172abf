package io.callmeter.openapi;

import java.util.ArrayList;
import java.util.List;

import io.callmeter.ApiOperation;
import io.callmeter.Dice;
import io.callmeter.PostgresIT;
import io.callmeter.Property;
import io.callmeter.TestClient.Answer;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Requests made of the published description, valid and not: whatever is sent, the answer is one that the description
/// says there may be.
class FuzzIT extends PostgresIT {

	private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

	@Property(tries = 4, thoroughly = 12)
	void everyAnswerIsOneThatIsDescribed(Dice dice) {
		JsonNode api = stranger().get("/v3/api-docs").json();
		var described = new DescribedAnswers(api);
		List<String> keys = List.of(KEY, key("kpis:read"), key("calls:read", "calls:write"), key("admin"), KEY + "x",
				"");
		ApiOperation.all(api)
			.stream()
			.filter((operation) -> !operation.method().equals("DELETE"))
			.forEach((operation) -> operation.send(http()));
		List<AnyRequest> requests = new ArrayList<>();
		api.path("paths").properties().forEach((path) -> METHODS.forEach((method) -> {
			JsonNode operation = path.getValue().path(method);
			for (int i = 0; !operation.isMissingNode() && i < 3; i++) {
				requests.add(AnyRequest.of(api, method, path.getKey(), operation, keys, dice));
			}
		}));
		assertThat(requests).hasSizeGreaterThan(150);

		List<String> wrong = new ArrayList<>();
		for (AnyRequest request : dice.shuffled(requests)) {
			Answer answer = request.send(stranger());
			List<String> found = described.wrong(request.operation(), answer);
			if (!found.isEmpty()) {
				wrong.add(request + "\n  " + answer.status() + " " + answer.body() + "\n  " + found);
			}
		}

		assertThat(wrong).isEmpty();
	}

}
