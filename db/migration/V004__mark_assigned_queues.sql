-- Which visits are in the queue of the number dialled, so that a later delivery that names the queue still fills it.

alter table leg add column queue_assigned boolean not null default false;
comment on column leg.queue_assigned is 'The queue is that of the number dialled, for the source has named none.';
