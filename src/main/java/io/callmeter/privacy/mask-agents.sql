-- The number in what is said of agents.
update agent a
   set name = without_number(a.name, :pattern)
     , team = without_number(a.team, :pattern)
     , skills = array(
         select distinct without_number(skill, :pattern) from unnest(a.skills) as skill)
     , version = a.version + 1
 where a.tenant_id = :tenant
   and (names_number(a.name, :pattern) or names_number(a.team, :pattern)
     or exists (select from unnest(a.skills) as skill where names_number(skill, :pattern)))
