sitegenSearch.take("topics/duration","3B9BnB")
