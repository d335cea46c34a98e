<%@ page contentType="text/html; charset=UTF-8" %>
<!DOCTYPE html>
<title>Guestbook</title>
<h1>Guests on Java <%= Runtime.version().feature() %></h1>
<p><a href="guests">guests</a></p>
