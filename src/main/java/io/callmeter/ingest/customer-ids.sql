select number, customer_id from customer where tenant_id = :tenant and number = any (:numbers)
