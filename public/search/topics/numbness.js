sitegenSearch.take("topics/numbness","FcNUo")
