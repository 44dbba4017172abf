package io.callmeter.reference;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;

interface Dispositions extends EditedRows<Disposition, Disposition.Key> {

	Optional<Disposition> findByTenantIdAndCampaignAndCode(int tenantId, String campaign, String code);

	Optional<Disposition> findByTenantIdAndRowId(int tenantId, UUID rowId);

	List<Disposition> findByTenantIdAndCampaignAndCodeGreaterThanOrderByCode(int tenantId, String campaign,
			String after, Limit limit);

	/// Of every campaign.
	@Query("""
			from Disposition row
			where row.tenantId = ?1 and (row.code > ?2 or (row.code = ?2 and row.campaign > ?3))
			order by row.code, row.campaign""")
	List<Disposition> findAfter(int tenantId, String code, String campaign, Limit limit);

}
