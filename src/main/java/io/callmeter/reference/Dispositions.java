package io.callmeter.reference;

import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;

interface Dispositions extends EditedRows<Disposition, Disposition.Key> {

	Optional<Disposition> findByTenantIdAndCampaignAndCode(int tenantId, String campaign, String code);

	List<Disposition> findByTenantIdAndCampaignAndCodeGreaterThanOrderByCode(int tenantId, String campaign,
			String after, Limit limit);

}
