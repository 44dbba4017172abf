-- Rows, and with each how many groups there are: known before the first is sent, so that too many can still be refused.
with answered as materialized (
{rows})
select answered.*
     , (select count(*) from (select distinct {keys} from answered where total = 0) one) as groups_of_answer
  from answered
