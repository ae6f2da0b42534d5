sitegenSearch.take("topics/drooping","EMuFpA")
