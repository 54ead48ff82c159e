using Amazon.Runtime;

namespace Amazon.IdentityManagement;

public class StatusType(string value) : ConstantClass(value)
{
    public static readonly StatusType Active = new("Active");

    public static readonly StatusType Inactive = new("Inactive");
}
