-- One row a group, interval and period, and one for the total: the parts of an answer put together. Sums are spread over
-- parts (cells, what is not folded yet, facts), any other measure is known to one part alone.
select total
     , slot
     , period{keys}{measures}
  from (
{parts}
  ) part
 group by total, slot, period{keys}
having total = 1 or sum(things) > 0
