
             , coalesce(cast(:threshold as bigint), {setting}threshold_us, cast(:usualThreshold as bigint)) - cast(:strictly as bigint) as threshold_us
             , coalesce(cast(:shortAbandon as bigint), {setting}short_abandon_us, cast(:usualShortAbandon as bigint)) as short_abandon_us
             , coalesce(cast(:policy as text), {setting}service_level_policy, cast(:usualPolicy as text)) as policy
