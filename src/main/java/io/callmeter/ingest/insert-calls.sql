insert into call (
    tenant_id, call_id, started_at, direction, answered_at, ended_at, from_raw, from_number, to_raw, to_number
  , campaign, number_campaign, source, trunk, priority, outcome, hangup_cause, sip_status, mos
  , disposition, case_id, resolved, converted, conversion_value, currency, csat
  , recording_url, attributes, revision
  , crm_disposition, crm_case_id, crm_resolved, crm_converted, crm_conversion_value, crm_currency, crm_csat
  , customer_id
)
select :tenant, call_id, started_at, direction, answered_at, ended_at, from_raw, from_number, to_raw, to_number
     , campaign, number_campaign, source, trunk, priority, outcome, hangup_cause, sip_status, mos
     , disposition, case_id, resolved, converted, conversion_value, currency, csat
     , recording_url, attributes::jsonb, revision
     , crm_disposition, crm_case_id, crm_resolved, crm_converted, crm_conversion_value, crm_currency, crm_csat
     , customer_id
  from unnest(
      :callId, :startedAt, :direction, :answeredAt, :endedAt, :fromRaw, :fromNumber, :toRaw, :toNumber
    , :campaign, :numberCampaign, :source, :trunk, :priority, :outcome, :hangupCause, :sipStatus, :mos
    , :disposition, :caseId, :resolved, :converted, :conversionValue, :currency, :csat
    , :recordingUrl, :attributes, :revision
    , :crmDisposition, :crmCaseId, :crmResolved, :crmConverted, :crmConversionValue, :crmCurrency, :crmCsat
    , :customerId
  ) as c (
      call_id, started_at, direction, answered_at, ended_at, from_raw, from_number, to_raw, to_number
    , campaign, number_campaign, source, trunk, priority, outcome, hangup_cause, sip_status, mos
    , disposition, case_id, resolved, converted, conversion_value, currency, csat
    , recording_url, attributes, revision
    , crm_disposition, crm_case_id, crm_resolved, crm_converted, crm_conversion_value, crm_currency, crm_csat
    , customer_id
  )
