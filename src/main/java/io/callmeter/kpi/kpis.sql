-- One row a group, interval and period, and one for the total: the parts of an answer side by side.
-- Each part is one row a key, so that max() only chooses the part that knows the measure.
select total
     , slot
     , period{keys}{measures}
  from (
{parts}
  ) part
 group by total, slot, period{keys}
 order by total desc{order}, slot, period
