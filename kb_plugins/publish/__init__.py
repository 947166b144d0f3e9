"""What leaves beside the text: data for search engines and other machines that read."""
