-- Sums of money by currency: sum_by_currency(currency, value) is an object such as {"EUR": 12.5, "USD": 3}.
create or replace function add_money(sums jsonb, currency text, value numeric) returns jsonb
  language sql immutable parallel safe
return case
  when value is null then sums
  else sums || jsonb_build_object(coalesce(currency, 'XXX'), coalesce((sums ->> coalesce(currency, 'XXX'))::numeric, 0) + value)
end;
comment on function add_money(jsonb, text, numeric) is 'The sums with a value added to that of its currency; XXX (ISO 4217) for none.';

create or replace aggregate sum_by_currency(currency text, value numeric) (
  sfunc = add_money
, stype = jsonb
, initcond = '{}'
);
comment on aggregate sum_by_currency(text, numeric) is 'Sums of money as an object with a number for each currency.';
