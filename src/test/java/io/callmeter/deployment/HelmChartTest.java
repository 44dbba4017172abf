package io.callmeter.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.callmeter.deployment.Chart.CHART;
import static io.callmeter.deployment.Chart.CI_VALUES;
import static io.callmeter.deployment.Chart.CONTAINER;
import static io.callmeter.deployment.Chart.all;
import static io.callmeter.deployment.Chart.chart;
import static io.callmeter.deployment.Chart.container;
import static io.callmeter.deployment.Chart.instructionOfTheImage;
import static io.callmeter.deployment.Chart.only;
import static io.callmeter.deployment.Chart.parse;
import static io.callmeter.deployment.Chart.render;
import static io.callmeter.deployment.Chart.secretKey;
import static io.callmeter.deployment.Chart.service;
import static io.callmeter.deployment.Chart.value;
import static io.callmeter.deployment.Chart.variableOfTheImage;
import static io.callmeter.deployment.Chart.withPasswords;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The chart, linted and rendered by Helm itself.
class HelmChartTest {

	private static final JsonMapper JSON = JsonMapper.shared();

	@Test
	void lintsWithPasswordsAlone(@TempDir Path folder) throws IOException {
		var copy = copyOfChart(folder);
		var values = copy.resolve("values.yaml");
		Files.writeString(values, Files.readString(values).replace("password: \"\"", "password: secret"));

		assertThat(lint(copy)).satisfies(HelmChartTest::passed);
	}

	@Test
	void lintsWithTheValuesOfCi(@TempDir Path folder) throws IOException {
		assertThat(lint(chartWithValuesOfCi(folder))).satisfies(HelmChartTest::passed);
	}

	@Test
	void rendersNothingOptionalByDefault() {
		assertThat(kinds(withPasswords())).containsExactlyInAnyOrder("Deployment", "Service", "Service",
				"ServiceAccount", "Secret", "PodDisruptionBudget");
	}

	@Test
	void rendersEverythingWithTheValuesOfCi() {
		assertThat(kinds(chart().withValuesFile(CI_VALUES))).containsExactlyInAnyOrder("Deployment", "Service",
				"Service", "ServiceAccount", "Secret", "PodDisruptionBudget", "Ingress", "ServiceMonitor",
				"NetworkPolicy");
	}

	@Test
	void versionsAreThoseOfTheProject() throws Exception {
		var chart = parse(Files.readString(CHART.resolve("Chart.yaml"))).getFirst();
		assertThat(chart.at("/version").asString()).isEqualTo(projectVersion());
		assertThat(chart.at("/appVersion").asString()).isEqualTo(projectVersion());
		assertThat(container(withPasswords()).at("/image").asString()).endsWith(":" + projectVersion());
	}

	@Test
	void digestCountsInsteadOfTheTag() {
		var digest = "sha256:" + "0a".repeat(32);
		assertThat(container(withPasswords().set("image.digest", digest)).at("/image").asString())
			.endsWith("callmeter@" + digest);
	}

	@Test
	void probesAskTheHealthGroups() {
		var container = container(withPasswords());
		assertThat(container.at("/livenessProbe/httpGet/path").asString()).isEqualTo("/actuator/health/liveness");
		assertThat(container.at("/readinessProbe/httpGet/path").asString()).isEqualTo("/actuator/health/readiness");
		assertThat(container.at("/startupProbe/httpGet/path").asString()).isEqualTo("/actuator/health/liveness");
		assertThat(container.at("/ports/0/name").asString()).isEqualTo("http");
		assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(8080);
	}

	@Test
	void probesStandInLineWithNobodyElse() {
		var container = container(withPasswords());
		for (String probe : List.of("liveness", "readiness", "startup")) {
			assertThat(container.at("/" + probe + "Probe/httpGet/port").asString()).isEqualTo("management");
		}
		assertThat(container.at("/ports/1/name").asString()).isEqualTo("management");
		assertThat(container.at("/ports/1/containerPort").asString())
			.isEqualTo(value(container, "MANAGEMENT_SERVER_PORT"))
			.isEqualTo(variableOfTheImage("MANAGEMENT_SERVER_PORT"));
	}

	@Test
	void theManagementPortStaysWithinTheCluster() {
		var rendered = render(withPasswords().set("service.type", "LoadBalancer"));
		var service = service("test-callmeter", rendered);
		var management = service("test-callmeter-management", rendered);
		assertThat(service.at("/spec/type").asString()).isEqualTo("LoadBalancer");
		assertThat(service.at("/spec/ports").findValuesAsString("name")).containsExactly("http");
		assertThat(management.at("/spec/type").asString()).isEqualTo("ClusterIP");
		assertThat(management.at("/spec/ports").findValuesAsString("targetPort")).containsExactly("management");
		assertThat(management.at("/spec/selector")).isEqualTo(service.at("/spec/selector"));
		assertThat(management.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
	}

	@Test
	void metricsAreForWhoeverThePolicyNames() {
		var policy = only("NetworkPolicy", render(chart().withValuesFile(CI_VALUES)));
		assertThat(policy.at("/spec/ingress/0/ports/0/port").asString()).isEqualTo("http");
		assertThat(policy.at("/spec/ingress/0/from").findValuesAsString("kubernetes.io/metadata.name"))
			.containsExactly("ingress-nginx");
		assertThat(policy.at("/spec/ingress/1/ports/0/port").asString()).isEqualTo("management");
		assertThat(policy.at("/spec/ingress/1/from").findValuesAsString("kubernetes.io/metadata.name"))
			.containsExactly("monitoring");
		assertThat(policy.at("/spec/ingress/1/from/0/podSelector/matchLabels/app.kubernetes.io~1name").asString())
			.as("the test of the chart")
			.isEqualTo("callmeter-test");

		var closed = only("NetworkPolicy", render(withPasswords().set("networkPolicy.enabled", true)));
		assertThat(closed.at("/spec/ingress/0/from").isMissingNode()).as("everybody").isTrue();
		assertThat(closed.at("/spec/ingress/1/from")).hasSize(1);
	}

	@Test
	void startMayTakeAsLongAsSaid() {
		var probe = container(withPasswords().set("probes.startupSeconds", 61)).at("/startupProbe");
		assertThat(probe.at("/periodSeconds").asInt() * probe.at("/failureThreshold").asInt()).isEqualTo(65);
	}

	@Test
	void serviceWorksAsOneRoleAndMigratesAsAnother() {
		var rendered = render(withPasswords());
		var secret = only("Secret", rendered);
		var container = only("Deployment", rendered).at(CONTAINER);
		var name = secret.at("/metadata/name").asString();
		assertThat(secretKey(container, "SPRING_DATASOURCE_USERNAME")).isEqualTo(name + "/application-username");
		assertThat(secretKey(container, "SPRING_DATASOURCE_PASSWORD")).isEqualTo(name + "/application-password");
		assertThat(secretKey(container, "SPRING_FLYWAY_USER")).isEqualTo(name + "/owner-username");
		assertThat(secretKey(container, "SPRING_FLYWAY_PASSWORD")).isEqualTo(name + "/owner-password");
		assertThat(secret.at("/stringData/application-username").asString()).isEqualTo("callmeter");
		assertThat(secret.at("/stringData/application-password").asString()).isEqualTo("of-the-service");
		assertThat(secret.at("/stringData/owner-username").asString()).isEqualTo("callmeter_owner");
		assertThat(secret.at("/stringData/owner-password").asString()).isEqualTo("of-the-owner");
	}

	@Test
	void migrationsUseTheSameAddressUnlessTheyHaveTheirOwn() {
		var same = container(withPasswords());
		assertThat(value(same, "SPRING_DATASOURCE_URL")).isEqualTo("jdbc:postgresql://postgresql:5432/callmeter");
		assertThat(same.at("/env").findValuesAsString("name")).doesNotContain("SPRING_FLYWAY_URL");

		var own = container(withPasswords().set("database.migrationUrl", "jdbc:postgresql://primary/callmeter"));
		assertThat(value(own, "SPRING_FLYWAY_URL")).isEqualTo("jdbc:postgresql://primary/callmeter");
	}

	@Test
	void existingSecretIsReferredToAndNoneIsMade() {
		var rendered = render(chart().set("database.existingSecret", "roles"));
		assertThat(all("Secret", rendered)).isEmpty();
		var container = only("Deployment", rendered).at(CONTAINER);
		assertThat(secretKey(container, "SPRING_DATASOURCE_PASSWORD")).isEqualTo("roles/application-password");
		assertThat(secretKey(container, "SPRING_FLYWAY_PASSWORD")).isEqualTo("roles/owner-password");
	}

	@Test
	void noPasswordIsRefusedWithTheRemedy() {
		assertThatThrownBy(() -> chart().call()).hasMessageContaining("database.application.password is empty")
			.hasMessageContaining("database.existingSecret");
	}

	@Test
	void newPasswordStartsNewPods() {
		var checksum = "/spec/template/metadata/annotations/checksum~1secret";
		var before = only("Deployment", render(withPasswords())).at(checksum).asString();
		var after = only("Deployment", render(withPasswords().set("database.owner.password", "new"))).at(checksum)
			.asString();
		assertThat(after).hasSize(64).isNotEqualTo(before);
	}

	@Test
	void environmentIsPassedOn() {
		assertThat(value(container(withPasswords().set("env.CALLMETER_EXAMPLE", "a b")), "CALLMETER_EXAMPLE"))
			.isEqualTo("a b");
	}

	@Test
	void podsRunWithoutPrivileges() {
		var pod = only("Deployment", render(withPasswords())).at("/spec/template/spec");
		assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
		assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(userOfTheImage());
		assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
		var container = pod.at("/containers/0/securityContext");
		assertThat(container.at("/allowPrivilegeEscalation").asBoolean(true)).isFalse();
		assertThat(container.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
		assertThat(container.at("/capabilities/drop/0").asString()).isEqualTo("ALL");
	}

	@Test
	void onlyTmpIsWritable() {
		var pod = only("Deployment", render(withPasswords())).at("/spec/template/spec");
		assertThat(pod.at("/containers/0/volumeMounts").findValuesAsString("mountPath")).containsExactly("/tmp");
		assertThat(pod.at("/volumes/0/emptyDir").isObject()).isTrue();
	}

	@Test
	void podsAskForWhatTheyNeed() {
		var resources = container(withPasswords()).at("/resources");
		assertThat(resources.at("/requests/cpu").asString()).isNotEmpty();
		assertThat(resources.at("/requests/memory").asString()).isNotEmpty();
		assertThat(resources.at("/limits/memory").asString()).isNotEmpty();
	}

	@Test
	void podsFinishBeforeTheyAreKilled() {
		var pod = only("Deployment", render(withPasswords())).at("/spec/template/spec");
		assertThat(pod.at("/terminationGracePeriodSeconds").asInt()).isGreaterThan(35);
		assertThat(pod.at("/containers/0/lifecycle/preStop/exec/command/0").asString()).isEqualTo("sleep");
	}

	@Test
	void serviceAndMonitorFindThePods() {
		var rendered = render(chart().withValuesFile(CI_VALUES));
		var service = service("test-callmeter", rendered);
		var management = service("test-callmeter-management", rendered);
		var selected = service.at("/spec/selector").properties();
		assertThat(selected).isNotEmpty();
		assertThat(only("Deployment", rendered).at("/spec/template/metadata/labels").properties())
			.containsAll(selected);
		var watched = only("ServiceMonitor", rendered).at("/spec/selector/matchLabels").properties();
		assertThat(management.at("/metadata/labels").properties()).containsAll(watched);
		assertThat(service.at("/metadata/labels").properties()).as("what has no metrics")
			.doesNotContainAnyElementsOf(
					watched.stream().filter((label) -> label.getKey().endsWith("component")).toList());
	}

	@Test
	void monitorScrapesThePrometheusEndpoint() {
		var endpoint = only("ServiceMonitor", render(chart().withValuesFile(CI_VALUES))).at("/spec/endpoints/0");
		assertThat(endpoint.at("/path").asString()).isEqualTo("/actuator/prometheus");
		assertThat(endpoint.at("/port").asString()).isEqualTo("management");
		assertThat(endpoint.at("/authorization").isMissingNode()).isTrue();
	}

	@Test
	void administratorsKeyAndIssuerArePassedOn() {
		var container = container(chart().withValuesFile(CI_VALUES));
		assertThat(secretKey(container, "CALLMETER_ACCESS_ADMIN_KEY")).isEqualTo("callmeter-admin/admin-key");
		assertThat(value(container, "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI"))
			.isEqualTo("https://id.example.com/realms/telephony");
		assertThat(value(container, "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_AUDIENCES")).isEqualTo("callmeter");
		assertThat(container(withPasswords()).at("/env").findValuesAsString("name")).doesNotContain(
				"CALLMETER_ACCESS_ADMIN_KEY", "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI",
				"SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_AUDIENCES");
	}

	@Test
	void issuerWithoutAnAudienceIsRefusedWithTheRemedy() {
		assertThatThrownBy(() -> withPasswords().set("access.issuerUri", "https://id.example.com").call())
			.hasMessageContaining("access.audience is empty")
			.hasMessageContaining("claim aud");
	}

	@Test
	void oneReplicaNeedsNoDisruptionBudget() {
		assertThat(kinds(withPasswords().set("replicas", 1))).doesNotContain("PodDisruptionBudget");
	}

	@Test
	void testPodAsksForHealthAndGetsNoTraffic(@TempDir Path folder) throws IOException {
		var rendered = render(new Helm(chartWithoutHooks(folder)).template()
			.withName("test")
			.set("database.existingSecret", "roles"));
		var pod = only("Pod", rendered);
		assertThat(pod.at("/spec/containers/0/command/2").asString()).contains("/dev/tcp/test-callmeter/80")
			.contains("/dev/tcp/test-callmeter-management/8081")
			.contains("GET /actuator/health/readiness");
		assertThat(pod.at("/metadata/labels/app.kubernetes.io~1name").asString())
			.isNotEqualTo(service("test-callmeter", rendered).at("/spec/selector/app.kubernetes.io~1name").asString());
	}

	@Test
	void misspeltValuesAreRefusedByName() {
		assertThatThrownBy(() -> withPasswords().set("replica", 3).call()).hasMessageContaining("replica");
		assertThatThrownBy(() -> withPasswords().set("database.ulr", "jdbc:postgresql://db/x").call())
			.hasMessageContaining("ulr");
		assertThatThrownBy(() -> withPasswords().set("resources.limit.memory", "2Gi").call())
			.hasMessageContaining("limit");
	}

	@Test
	void valuesOfTheWrongKindAreRefused() {
		assertThatThrownBy(() -> withPasswords().set("replicas", "many").call()).hasMessageContaining("replicas");
		assertThatThrownBy(() -> withPasswords().set("database.url", "postgres://db/x").call())
			.hasMessageContaining("url");
		assertThatThrownBy(() -> withPasswords().set("ingress.enabled", true).call()).hasMessageContaining("hosts");
	}

	@Test
	void schemaKnowsEveryValue() throws IOException {
		var schema = JSON.readTree(Files.readString(CHART.resolve("values.schema.json")));
		var values = parse(Files.readString(CHART.resolve("values.yaml"))).getFirst();
		assertThat(values.propertyNames())
			.allSatisfy((name) -> assertThat(schema.at("/properties").has(name)).as(name).isTrue());
	}

	private static LintResult lint(Path chart) {
		return new Helm(chart).lint().call();
	}

	private static void passed(LintResult lint) {
		assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
	}

	/// Lint takes no values here, so they become the defaults of a copy.
	private static Path chartWithValuesOfCi(Path folder) throws IOException {
		var copy = copyOfChart(folder);
		var values = parse(Files.readString(CHART.resolve("values.yaml"))).getFirst();
		var merged = JSON.readerForUpdating(values)
			.readValue(JSON.writeValueAsString(parse(Files.readString(CI_VALUES)).getFirst()));
		Files.writeString(copy.resolve("values.yaml"), JSON.writeValueAsString(merged));
		return copy;
	}

	/// Hooks are not rendered here, so the test pod becomes an ordinary one in a copy.
	private static Path chartWithoutHooks(Path folder) throws IOException {
		var copy = copyOfChart(folder);
		var pod = copy.resolve("templates", "tests", "health.yaml");
		Files.writeString(pod, Files.readString(pod).replace("helm.sh/hook: test", ""));
		return copy;
	}

	private static Path copyOfChart(Path folder) throws IOException {
		var copy = folder.resolve("callmeter");
		try (Stream<Path> files = Files.walk(CHART)) {
			for (Path file : files.toList()) {
				Files.copy(file, copy.resolve(CHART.relativize(file).toString()));
			}
		}
		return copy;
	}

	private static List<String> kinds(TemplateCommand command) {
		return render(command).stream().map((node) -> node.at("/kind").asString()).toList();
	}

	private static int userOfTheImage() {
		return Integer.parseInt(instructionOfTheImage("USER ").split(":", 2)[0]);
	}

	private static String projectVersion() throws Exception {
		var pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of("pom.xml").toFile());
		return XPathFactory.newInstance().newXPath().evaluate("/project/version", pom);
	}

}
