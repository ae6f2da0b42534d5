sitegenSearch.take("topics/drooping","pBcmBC")
