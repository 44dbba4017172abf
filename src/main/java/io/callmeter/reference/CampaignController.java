package io.callmeter.reference;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import java.util.stream.Collectors;

import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/v1/campaigns", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Campaigns", description = "Manage campaigns. The first call with a new code creates its campaign.")
class CampaignController extends ReferenceController<Campaign, CampaignEntry> {

	private final Codes codes;

	CampaignController(Campaigns campaigns, Edits edits, Codes codes) {
		super(Kind.CAMPAIGN, campaigns, edits);
		this.codes = codes;
	}

	@Override
	Campaign make() {
		return new Campaign();
	}

	@Override
	void fill(Tenant tenant, Campaign row, String code, CampaignEntry entry) {
		row.set(entry);
	}

	@Override
	List<CampaignEntry> shown(Tenant tenant, List<Campaign> rows) {
		Map<String, List<String>> numbers = this.codes
			.numbersOf(tenant.id(), rows.stream().map(Campaign::code).toList())
			.stream()
			.collect(Collectors.groupingBy(Codes.Assigned::campaign,
					Collectors.mapping(Codes.Assigned::number, Collectors.toList())));
		return rows.stream().map((row) -> row.entry(numbers.getOrDefault(row.code(), List.of()))).toList();
	}

	@Override
	public CampaignEntry example() {
		return new CampaignEntry("winter-offer", "Winter offer", true, LocalDate.of(2026, 11, 1),
				LocalDate.of(2026, 11, 30), BigDecimal.valueOf(1200), "GBP", List.of("+442079460101"));
	}

}
