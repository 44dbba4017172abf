        select slot{keys}{sums}
          from (
{source}
          ) cell
