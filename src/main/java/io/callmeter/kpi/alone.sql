-- One row a group and interval, and one for the total: the one part of an answer that needs no other.
select total
     , slot
     , period{keys}{measures}
  from (
{parts}
  ) part
 where total = 1 or things > 0
