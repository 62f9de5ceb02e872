from tests.architecture.access import POST_ONLY

ACCESS = {"ideas:attention:impressions": POST_ONLY}
