sitegenSearch.take("topics/numbness","4B1BlB")
