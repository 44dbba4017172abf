-- How many calls cells and changes count by some numbers, in the key set and grain that has the most: none where calls
-- came by a number once and were corrected.
select coalesce(max(abs(counted.calls)), 0)
  from (
    select sum(cell.calls) + (
             select coalesce(sum(change.calls), 0)
               from call_change_cell change
              where change.tenant_id = :tenant and change.number = any (:numbers)
           ) as calls
      from call_cell cell
     where cell.tenant_id = :tenant and cell.number = any (:numbers)
     group by cell.key_set, cell.grain
    union all
    select sum(change.calls)
      from call_change_cell change
     where change.tenant_id = :tenant
       and change.number = any (:numbers)
       and not exists (select from call_cell cell where cell.tenant_id = :tenant and cell.number = any (:numbers))
  ) counted
