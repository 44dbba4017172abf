# docker build -t callmeter .
#
# Builds from source; neither a JDK nor Maven is needed beside Docker. Base images are pinned by tag so that a rebuild picks
# up security fixes; pin them by digest to repeat a build exactly.

FROM docker.io/library/maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
# Further options for Maven.
ARG MAVEN_OPTIONS=""
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -q $MAVEN_OPTIONS -Prelease -Dmaven.test.skip package \
 && java -Djarmode=tools -jar target/callmeter.jar extract --layers --destination /layers \
 && mkdir -p /layers/snapshot-dependencies \
 && javac -d /train src/image/Train.java

FROM docker.io/library/eclipse-temurin:25-jre AS service
WORKDIR /app
# What changes least comes first. The layer "embedded" (PostgreSQL for a laptop) stays behind.
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
# The heap follows the memory limit of the container. Out of memory ends the process, so that it is started anew. Little lives
# long in it, and a collector that marks beside the requests does so all the time.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError"

# What the service loads and links at its start is written down once, here, on a PostgreSQL that is thrown away: from this
# cache it starts in less than half the time. It is of this very JVM and these very jars.
FROM docker.io/library/postgres:18 AS training
COPY --from=service /opt/java/openjdk /opt/java/openjdk
COPY --from=service /app /app
COPY --from=build /train /train
COPY db/roles.sql /roles.sql
USER postgres
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError" \
    PGDATA=/tmp/data PGHOST=/tmp CALLMETER_OWNER_PASSWORD=training CALLMETER_PASSWORD=training
RUN initdb --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 > /tmp/initdb.log \
 && pg_ctl --wait --log=/tmp/postgres.log start --options="-c unix_socket_directories=/tmp -c listen_addresses=127.0.0.1 -c fsync=off" \
 && psql -q -v ON_ERROR_STOP=1 -U postgres -f /roles.sql \
 && SPRING_DATASOURCE_URL=jdbc:postgresql://127.0.0.1:5432/callmeter SPRING_DATASOURCE_USERNAME=callmeter \
    SPRING_DATASOURCE_PASSWORD=training SPRING_FLYWAY_USER=callmeter_owner SPRING_FLYWAY_PASSWORD=training \
    /opt/java/openjdk/bin/java -cp /train Train /app/callmeter.jar /tmp/callmeter.aot \
 && pg_ctl --mode=immediate stop

FROM service
LABEL org.opencontainers.image.title="Callmeter" \
      org.opencontainers.image.description="Call measurement: call-detail records in, exact contact-centre KPIs out." \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=training /tmp/callmeter.aot ./
# A number, because Kubernetes cannot tell from a name that it is not root. Nothing under /app is writable by it.
USER 10001:10001
# Probes and the scrape of Prometheus are answered on a port of their own, without a key: publish it to nobody else.
ENV MANAGEMENT_SERVER_PORT=8081
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
# No HEALTHCHECK: the base image has no HTTP client, and Kubernetes has its own probes, of
# /actuator/health/liveness and /readiness on the port 8081.
ENTRYPOINT ["java", "-XX:AOTCache=/app/callmeter.aot", "-jar", "/app/callmeter.jar"]
