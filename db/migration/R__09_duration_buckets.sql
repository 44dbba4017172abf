-- The buckets that durations are counted in: bucket n is (n−1, n] seconds up to 300 s, above it the hundredth part of
-- each doubling of 300 s, so that a bucket is at most 1 % of what is in it. Microseconds; whole numbers throughout.
create or replace function duration_doublings(us bigint) returns int
  language sql immutable parallel safe
return width_bucket(us - 1, array[150000000, 300000000, 600000000, 1200000000, 2400000000, 4800000000, 9600000000, 19200000000
     , 38400000000, 76800000000, 153600000000, 307200000000, 614400000000, 1228800000000, 2457600000000, 4915200000000]) - 1;
comment on function duration_doublings(bigint) is 'How often 150 s must be doubled to be the lower edge of a doubling that a duration of more than 300 s is in.';

create or replace function duration_bucket(us bigint) returns smallint
  language sql immutable parallel safe
return case
    when us <= 300000000 then ((us + 999999) / 1000000)::smallint
    else (200 + duration_doublings(us) * 100
        + (us - (150000000::bigint << duration_doublings(us)) + (1500000::bigint << duration_doublings(us)) - 1)
        / (1500000::bigint << duration_doublings(us)))::smallint
  end;
comment on function duration_bucket(bigint) is 'The bucket of a duration in microseconds.';

create or replace function bucket_width(bucket smallint) returns bigint
  language sql immutable parallel safe
return case
    when bucket = 0 then 0
    when bucket <= 300 then 1000000
    else 3000000::bigint << ((bucket - 301) / 100)
  end;
comment on function bucket_width(smallint) is 'Microseconds from the lower edge of a bucket, which is not in it, to the upper, which is.';

create or replace function bucket_top(bucket smallint) returns bigint
  language sql immutable parallel safe
return case
    when bucket <= 300 then bucket * 1000000::bigint
    else (300000000::bigint << ((bucket - 301) / 100)) + ((bucket - 301) % 100 + 1) * (3000000::bigint << ((bucket - 301) / 100))
  end;
comment on function bucket_top(smallint) is 'Microseconds: the longest duration in a bucket.';
