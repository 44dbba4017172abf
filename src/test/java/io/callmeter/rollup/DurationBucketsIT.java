package io.callmeter.rollup;

import java.util.ArrayList;
import java.util.List;

import io.callmeter.Dice;
import io.callmeter.PostgresIT;
import io.callmeter.Property;
import org.junit.jupiter.api.Tag;

import org.springframework.jdbc.support.SqlArrayValue;

import static org.assertj.core.api.Assertions.assertThat;

/// Every duration is in the bucket whose edges are around it, and buckets are as narrow as is promised.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class DurationBucketsIT extends PostgresIT {

	static final long SECOND = 1_000_000;

	/// The longest that anything may last, and more.
	static final long LONGEST = 60 * 86_400 * SECOND;

	@Property(tries = 5)
	void durationsAreWithinTheEdgesOfTheirBucket(Dice dice) {
		List<Long> durations = durations(dice, 0, LONGEST);

		assertThat(buckets(durations)).hasSameSizeAs(durations).allSatisfy((bucket) -> {
			assertThat(bucket.micros()).isLessThanOrEqualTo(bucket.top());
			assertThat(bucket.micros()).isGreaterThanOrEqualTo((bucket.micros() == 0) ? 0 : bucket.bottom() + 1);
			assertThat(bucket.width()).isLessThanOrEqualTo(Math.max(SECOND, bucket.micros() / 100));
		});
	}

	@Property(tries = 5)
	void theEdgesOfABucketAreNeighbours(Dice dice) {
		List<Bucket> buckets = buckets(durations(dice, 1, LONGEST));

		assertThat(buckets(buckets.stream().map(Bucket::top).toList())).extracting(Bucket::number)
			.isEqualTo(buckets.stream().map(Bucket::number).toList());
		assertThat(buckets(buckets.stream().map(Bucket::bottom).toList())).extracting(Bucket::number)
			.isEqualTo(buckets.stream().map((bucket) -> bucket.number() - 1).toList());
	}

	@Property(tries = 2)
	void upToFiveMinutesABucketIsASecond(Dice dice) {
		List<Long> durations = durations(dice, 1, 300 * SECOND);

		assertThat(buckets(durations)).hasSameSizeAs(durations).allSatisfy((bucket) -> {
			assertThat(bucket.number()).isEqualTo(Math.ceilDiv(bucket.micros(), SECOND));
			assertThat(bucket.width()).isEqualTo(SECOND);
		});
	}

	/// Of every magnitude, short ones more than long ones, and the edges.
	private static List<Long> durations(Dice dice, long shortest, long longest) {
		List<Long> durations = new ArrayList<>(List.of(shortest, SECOND, 300 * SECOND, longest));
		durations.addAll(dice.listOf(200, 200,
				() -> dice.between(shortest, Math.max(shortest, longest >> dice.between(0, 40)))));
		return durations;
	}

	private static List<Bucket> buckets(List<Long> durations) {
		return owner().sql("""
				select us, bucket, bucket_top(bucket) as top, bucket_width(bucket) as width
				  from (
				    select us, place, duration_bucket(us) as bucket
				      from unnest(:durations) with ordinality as durations (us, place)
				  ) duration
				 order by place
				""")
			.param("durations", new SqlArrayValue("bigint", durations.toArray()))
			.query((row, _) -> new Bucket(row.getLong("us"), row.getLong("bucket"), row.getLong("top"),
					row.getLong("width")))
			.list();
	}

	/// @param top the longest duration in it, in microseconds
	private record Bucket(long micros, long number, long top, long width) {

		/// The longest duration in the bucket before it.
		long bottom() {
			return this.top - this.width;
		}

	}

}
