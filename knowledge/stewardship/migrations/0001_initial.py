import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_alter_user_username'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('knowledge', '0005_stewards_and_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='hand_over', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Stewardship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verified_at', models.DateTimeField(db_index=True, null=True)),
                ('state', models.CharField(choices=[('unverified', 'Not verified yet'), ('verified', 'Verified'), ('to_check', 'To check')], db_index=True, default='unverified', max_length=12)),
                ('reasons', models.JSONField(default=list)),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='stewardship', to='knowledge.articlepage')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner_department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.department')),
                ('owner_worked_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.department')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('owner', None), ('owner_department', None), _connector='OR'), name='stewardship_one_owner')],
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('cited', 'Something that it relies on changed'), ('gone', 'Something that it links to is not there any more'), ('left', 'Its owner left'), ('moved', 'Its owner changed department'), ('unhelpful', 'Readers say that it does not help'), ('interval', 'It is time to read it again'), ('challenged', 'A passage is contested')], max_length=12)),
                ('cause', models.CharField(blank=True, max_length=60)),
                ('raised_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stewardship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concerns', to='stewardship.stewardship')),
            ],
            options={
                'ordering': ['raised_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('stewardship', 'kind', 'cause'), name='concern_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_helpful', models.BooleanField()),
                ('reason', models.CharField(blank=True, choices=[('outdated', 'It is out of date'), ('wrong', 'Something in it is wrong'), ('unclear', 'It is hard to understand'), ('incomplete', 'Something is missing'), ('other', 'It is not what I was looking for')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('asked', models.CharField(blank=True, max_length=200)),
                ('revision_id', models.PositiveBigIntegerField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='knowledge.articlepage')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['article', 'at'], name='opinion_recent')],
                'constraints': [models.UniqueConstraint(fields=('article', 'person'), name='opinion_once')],
            },
        ),
    ]
