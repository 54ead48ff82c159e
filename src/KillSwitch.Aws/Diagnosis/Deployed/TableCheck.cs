using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Dynamo;

namespace KillSwitch.Aws.Diagnosis.Deployed;

/// <summary>The table is there, can be put back to any point in time, and lets go of what is over.</summary>
internal sealed class TableCheck()
    : Check("table", ChainPart.Deployment, "dynamodb:DescribeTable, dynamodb:DescribeContinuousBackups, dynamodb:DescribeTimeToLive")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var name = account.Place.Table;
        TableDescription table;
        try
        {
            table = (await account.Dynamo.DescribeTableAsync(name, cancellation)).Table;
        }
        catch (ResourceNotFoundException)
        {
            return Finding.Fault($"the table {name} is gone: nothing is counted, and nobody is stopped",
                $"restore it from a backup under that name; or {account.Redeployment.Removal}, and then {account.Redeployment.Command}");
        }

        if (table.TableStatus != TableStatus.ACTIVE && table.TableStatus != TableStatus.UPDATING)
            return Finding.Fault($"the table {name} is {table.TableStatus.Value.ToLowerInvariant()}", "wait until it is active");
        var backups = (await account.Dynamo.DescribeContinuousBackupsAsync(new DescribeContinuousBackupsRequest
        {
            TableName = name,
        }, cancellation)).ContinuousBackupsDescription;
        if (backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus != PointInTimeRecoveryStatus.ENABLED)
        {
            return Finding.Fault(
                $"the table {name} cannot be put back to a point in time",
                $"aws dynamodb update-continuous-backups --table-name {name} --point-in-time-recovery-specification "
                    + "PointInTimeRecoveryEnabled=true");
        }

        var expiry = (await account.Dynamo.DescribeTimeToLiveAsync(new DescribeTimeToLiveRequest
        {
            TableName = name,
        }, cancellation)).TimeToLiveDescription;
        return expiry?.AttributeName == Item.ExpiresAt
            && (expiry.TimeToLiveStatus == TimeToLiveStatus.ENABLED || expiry.TimeToLiveStatus == TimeToLiveStatus.ENABLING)
            ? Finding.Ok($"{name} is active, can be put back to a point in time, and lets go of what is over")
            : Finding.Fault(
                $"the table {name} keeps for ever what is over: it grows, and so does what it costs",
                $"aws dynamodb update-time-to-live --table-name {name} --time-to-live-specification "
                    + $"Enabled=true,AttributeName={Item.ExpiresAt}");
    }
}
