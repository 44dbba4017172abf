-- How numbers are found in texts, however they were written there: in percent-encoding, with escapes of JSON or HTML, in
-- digits of other scripts, with signs between that nobody sees. NumberMask.java reads texts by the same rules.

-- Digits are those of ASCII, dashes and blanks are - and blank, and what has no width is gone.
create or replace function in_ascii(words text) returns text
  language sql immutable parallel safe
return case
  when octet_length(words) = length(words) and words !~ '[%&\\[:cntrl:]]' then words
  else regexp_replace(
         translate(
           normalize(
             regexp_replace(
               regexp_replace(words
                 , '(?:%(?:25)*(?:3|EF%(?:25)*BC%(?:25)*9|D9%(?:25)*A|DB%(?:25)*B)|\\u(?:003|066|06F|FF1)|&(?:amp;)*#x0*3)([0-9]);?'
                 , '\1', 'gi')
               , '(?:%(?:25)*[0-9a-f]{2})+|\\u[0-9a-f]{4}|\\[bfnrt]|&(?:amp;)*(?:#x?[0-9a-f]{1,7}|[a-z]{2,8});'
               , ' ', 'gi')
             , NFKC)
           -- 35 scripts with decimal digits that NFKC leaves alone, dashes, and what is dropped.
           , U&'\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9'
                  '\07C0\07C1\07C2\07C3\07C4\07C5\07C6\07C7\07C8\07C9\0966\0967\0968\0969\096A\096B\096C\096D\096E\096F'
                  '\09E6\09E7\09E8\09E9\09EA\09EB\09EC\09ED\09EE\09EF\0A66\0A67\0A68\0A69\0A6A\0A6B\0A6C\0A6D\0A6E\0A6F'
                  '\0AE6\0AE7\0AE8\0AE9\0AEA\0AEB\0AEC\0AED\0AEE\0AEF\0B66\0B67\0B68\0B69\0B6A\0B6B\0B6C\0B6D\0B6E\0B6F'
                  '\0BE6\0BE7\0BE8\0BE9\0BEA\0BEB\0BEC\0BED\0BEE\0BEF\0C66\0C67\0C68\0C69\0C6A\0C6B\0C6C\0C6D\0C6E\0C6F'
                  '\0CE6\0CE7\0CE8\0CE9\0CEA\0CEB\0CEC\0CED\0CEE\0CEF\0D66\0D67\0D68\0D69\0D6A\0D6B\0D6C\0D6D\0D6E\0D6F'
                  '\0DE6\0DE7\0DE8\0DE9\0DEA\0DEB\0DEC\0DED\0DEE\0DEF\0E50\0E51\0E52\0E53\0E54\0E55\0E56\0E57\0E58\0E59'
                  '\0ED0\0ED1\0ED2\0ED3\0ED4\0ED5\0ED6\0ED7\0ED8\0ED9\0F20\0F21\0F22\0F23\0F24\0F25\0F26\0F27\0F28\0F29'
                  '\1040\1041\1042\1043\1044\1045\1046\1047\1048\1049\1090\1091\1092\1093\1094\1095\1096\1097\1098\1099'
                  '\17E0\17E1\17E2\17E3\17E4\17E5\17E6\17E7\17E8\17E9\1810\1811\1812\1813\1814\1815\1816\1817\1818\1819'
                  '\1946\1947\1948\1949\194A\194B\194C\194D\194E\194F\19D0\19D1\19D2\19D3\19D4\19D5\19D6\19D7\19D8\19D9'
                  '\1A80\1A81\1A82\1A83\1A84\1A85\1A86\1A87\1A88\1A89\1A90\1A91\1A92\1A93\1A94\1A95\1A96\1A97\1A98\1A99'
                  '\1B50\1B51\1B52\1B53\1B54\1B55\1B56\1B57\1B58\1B59\1BB0\1BB1\1BB2\1BB3\1BB4\1BB5\1BB6\1BB7\1BB8\1BB9'
                  '\1C40\1C41\1C42\1C43\1C44\1C45\1C46\1C47\1C48\1C49\1C50\1C51\1C52\1C53\1C54\1C55\1C56\1C57\1C58\1C59'
                  '\A620\A621\A622\A623\A624\A625\A626\A627\A628\A629\A8D0\A8D1\A8D2\A8D3\A8D4\A8D5\A8D6\A8D7\A8D8\A8D9'
                  '\A900\A901\A902\A903\A904\A905\A906\A907\A908\A909\A9D0\A9D1\A9D2\A9D3\A9D4\A9D5\A9D6\A9D7\A9D8\A9D9'
                  '\A9F0\A9F1\A9F2\A9F3\A9F4\A9F5\A9F6\A9F7\A9F8\A9F9\AA50\AA51\AA52\AA53\AA54\AA55\AA56\AA57\AA58\AA59'
                  '\ABF0\ABF1\ABF2\ABF3\ABF4\ABF5\ABF6\ABF7\ABF8\ABF9'
                  '\2010\2011\2012\2013\2014\2015'
                  '\00AD\061C\180E\200B\200C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2061\2062\2063\2064\2066\2067\2068\2069\FEFF'
           , repeat('0123456789', 35) || repeat('-', 6))
         , '[[:space:][:cntrl:]]', ' ', 'g')
end;
comment on function in_ascii(text) is 'A text with escapes undone, all decimal digits in ASCII and nothing invisible in it.';
revoke all on function in_ascii(text) from public;
grant execute on function in_ascii(text) to ${app_role};

-- What NumberMask.isIn finds: seven digits or more with little between them, and no id, time, day, years or limit.
create or replace function has_number(words text) returns boolean
  language sql immutable parallel safe
return words ~ '[0-9%&\\]|[^\x01-\x7f]' and regexp_replace(in_ascii(words)
  , '(?<![[:alnum:]])(?:[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}'
    '|(?:19|20|21)[0-9]{2}([/.-])[01]?[0-9]\1[0-3]?[0-9](?:T[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?)?)?'
    '|[0-9]{4,9}-[01][0-9]-[0-3][0-9]T[0-2][0-9](?::[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?)?'
    '|(?:19|20|21)[0-9]{2}[01][0-9][0-3][0-9]T[0-2][0-9][0-5][0-9](?:[0-6][0-9](?:[.,][0-9]{1,9})?)?'
    '|[0-2][0-9]:[0-5][0-9]:[0-6][0-9](?:[.,][0-9]{1,9})?'
    '|[0-2]?[0-9]:[0-5][0-9]'
    '|[0-3]?[0-9]([/.-])[0-3]?[0-9]\2(?:19|20)[0-9]{2}'
    '|(?<![+0-9][ ().\-/_]{0,8})(?:'
    '(?:19|20)[0-9]{2}(?:-[01][0-9])? ?[-/] ?(?:19|20|21)[0-9]{2}(?:-[01][0-9])?'
    '|(?:19[7-9]|20[0-9])[0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]) ?(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]'
    ')(?![ ().\-/_]{0,8}[0-9])|10{6,18})(?![0-9])'
  , 'x', 'gi') ~ '[0-9](?:[ ().\-/_]{0,8}[0-9]){6}';
comment on function has_number(text) is 'Whether something in a text looks like a phone number.';
revoke all on function has_number(text) from public;
grant execute on function has_number(text) to ${app_role};

-- A number is looked for in the text as it is, and with one blank wherever there is neither letter nor digit.
create or replace function names_number(words text, pattern text) returns boolean
  language sql immutable parallel safe
return words ~ pattern or (
    (words ~ '[%&\\]|[^[:alnum:]]{4}' or octet_length(words) <> length(words))
    and regexp_replace(in_ascii(words), '[^[:alnum:]]+', ' ', 'g') ~ pattern
  );
comment on function names_number(text, text) is 'Whether a text has a number that a pattern finds, in any notation.';
revoke all on function names_number(text, text) from public;
grant execute on function names_number(text, text) to ${app_role};

-- With the number goes the name of a person before it, where the number is an address in angle brackets.
create or replace function without_number(words text, pattern text) returns text
  language sql immutable parallel safe
return (
  select case when names_number(hidden.words, pattern) then '•••' else hidden.words end
    from (
      select regexp_replace(words
        , '(?:(?:"[^"]*"|[^"<>,;:]*)[[:space:]]*<[^<>]{0,24}?)?(?:' || pattern || ')', '•••', 'g') as words
    ) hidden
);
comment on function without_number(text, text) is 'A text with a number hidden, and the name beside it; all of it where the number is written in a notation of its own.';
revoke all on function without_number(text, text) from public;
grant execute on function without_number(text, text) to ${app_role};
