sitegenSearch.take("topics/duration","FbvU4")
