-- The number in the names of calendars, of their parts of days and of their holidays.
update calendar k
   set name = without_number(k.name, :pattern)
     , day_parts = (
         select coalesce(jsonb_agg(part || jsonb_build_object('name', without_number(part ->> 'name', :pattern)) order by place), '[]')
           from jsonb_array_elements(k.day_parts) with ordinality as p (part, place)
       )
     , holidays = (
         select coalesce(jsonb_agg(day || jsonb_build_object('name', without_number(day ->> 'name', :pattern)) order by place), '[]')
           from jsonb_array_elements(k.holidays) with ordinality as h (day, place)
       )
     , version = k.version + 1
 where k.tenant_id = :tenant
   and (names_number(k.name, :pattern)
     or exists (select from jsonb_array_elements(k.day_parts) as part where names_number(part ->> 'name', :pattern))
     or exists (select from jsonb_array_elements(k.holidays) as day where names_number(day ->> 'name', :pattern)))
