import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('ideas', '0005_what_was_there'),
    ]

    operations = [
        migrations.CreateModel(
            name='Joining',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('merge', 'Merging of two ideas'), ('split', 'Splitting of an idea')], max_length=5)),
                ('state', models.CharField(choices=[('proposed', 'Waiting for the authors'), ('declined', 'Declined'), ('withdrawn', 'Taken back'), ('overtaken', 'Overtaken by what happened'), ('done', 'Carried out'), ('undone', 'Undone')], default='proposed', max_length=9)),
                ('parts', models.JSONField(default=list)),
                ('made', models.JSONField(default=list)),
                ('why', models.CharField(max_length=500)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_why', models.CharField(blank=True, max_length=500)),
                ('status_before', models.CharField(blank=True, max_length=20)),
                ('carried', models.PositiveIntegerField(default=0)),
                ('imported', models.PositiveIntegerField(default=0)),
                ('made_follow', models.JSONField(default=list)),
                ('closed_thread', models.BooleanField(default=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_co_author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joinings_from', to='ideas.idea')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='joinings_into', to='ideas.idea')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'permissions': [('stand_in', 'Can answer merges and splits for authors who are gone, and undo them')],
                'indexes': [models.Index(fields=['state', 'done_at'], name='ideas_joining_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('source', 'target'), name='ideas_joining_one_open'), models.UniqueConstraint(condition=models.Q(('state', 'done')), fields=('source',), name='ideas_joining_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('source', 'the idea that is merged or split'), ('target', 'the idea that stays')], max_length=6)),
                ('accepted', models.BooleanField()),
                ('for_absent', models.BooleanField(default=False)),
                ('word', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('joining', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='ideas_joining.joining')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('joining', 'side'), name='ideas_consent_once')],
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('waiting', 'Not answered yet'), ('kept', 'Kept'), ('withdrew', 'Withdrawn'), ('follows', 'Follows only')], default='waiting', max_length=8)),
                ('kept_parts', models.JSONField(default=list)),
                ('at', models.DateTimeField(null=True)),
                ('by_clock', models.BooleanField(default=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('joining', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='ideas_joining.joining')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answer', 'waiting')), fields=['user'], name='ideas_choice_waiting')],
                'constraints': [models.UniqueConstraint(fields=('joining', 'user'), name='ideas_choice_once')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
                ('support', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='claims', to='ideas.support')),
                ('via', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ideas.idea')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('support', 'idea'), name='ideas_claim_once')],
            },
        ),
    ]
