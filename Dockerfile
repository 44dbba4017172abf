# Takes target/callmeter.jar, so: mvn -Prelease package && docker build -t callmeter .

# Pinned by tag so that a rebuild picks up security fixes; pin by digest to repeat a build exactly.
FROM docker.io/library/eclipse-temurin:25-jdk AS layers
COPY target/callmeter.jar /callmeter.jar
RUN java -Djarmode=tools -jar /callmeter.jar extract --layers --launcher --destination /layers

FROM docker.io/library/eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="Callmeter" \
      org.opencontainers.image.description="Call measurement: call-detail records in, exact contact-centre KPIs out." \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
# What changes least comes first. The layers "embedded" (PostgreSQL for a laptop) and "sample" (made-up calls) stay behind.
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/spring-boot-loader/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
# A number, because Kubernetes cannot tell from a name that it is not root. Nothing under /app is writable by it.
USER 10001:10001
# The heap follows the memory limit of the container. Out of memory ends the process, so that it is started anew. Little lives
# long in it, and a collector that marks beside the requests does so all the time.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError"
# Probes and the scrape of Prometheus are answered on a port of their own, without a key: publish it to nobody else.
ENV MANAGEMENT_SERVER_PORT=8081
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
# No HEALTHCHECK: the base image has no HTTP client, and Kubernetes has its own probes, of
# /actuator/health/liveness and /readiness on the port 8081.
ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]
