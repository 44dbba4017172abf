package io.callmeter.reference;

import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/v1/campaigns", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Campaigns", description = "Campaigns by code; a call that names a code makes its campaign.")
class CampaignController extends NamedController<Campaign> {

	CampaignController(Campaigns campaigns) {
		super(Kind.CAMPAIGN, campaigns);
	}

}
