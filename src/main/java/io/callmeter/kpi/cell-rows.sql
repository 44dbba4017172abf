        select fact.*{judging}
             , {slot} as slot{keys}
          from {table} fact{joins}
         where fact.tenant_id = :tenant{cells}
           and ({ranges}){filters}
