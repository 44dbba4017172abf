-- The tables of months that calls and legs are kept in, whether they are parts of the whole still or no more.
select right(c.relname, 7)                                                             as month
     , kind.parent
     , i.inhrelid is not null                                                          as attached
     , coalesce(i.inhdetachpending, false)                                             as pending
  from (values ('call'), ('leg')) as kind (parent)
  join pg_class parent on parent.oid = kind.parent::regclass
  join pg_class c
    on c.relnamespace = parent.relnamespace
   and c.relkind = 'r'
   and c.relname ~ ('^' || kind.parent || '_[0-9]{4}_[0-9]{2}$')
  left join pg_inherits i on i.inhrelid = c.oid and i.inhparent = parent.oid
 order by c.relname
